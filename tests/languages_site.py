"""A site in English with reports in Arabic, Korean, Ukrainian and Russian, and one in Arabic."""

REGISTERS = """\
-- content/registers/actors.yaml --
harbour: { name: Harbour Office, kind: agency, about: It keeps the port. }
ministry: { name: Ministry of Defence, kind: government }
crew: { name: Ferry Crew, kind: group }
-- content/registers/places.yaml --
khoros: { name: Khoros, kind: city, country: GR, latitude: 40.1, longitude: 24.3 }
-- content/registers/measures.yaml --
dead: { name: Dead, definition: People who died, unit: people }
-- content/registers/tags.yaml --
ferries: { name: Ferries }
"""


def _report(slug: str, lang: str, date: str, texts: tuple[str, ...], more: str = "") -> str:
    title, summary, said, denied, what, body = texts
    return f"""\
-- content/articles/2025/{slug}.md --
---
title: {title}
summary: {summary}
date: "{date}"
updated: "2025-04-02"
source: {{ name: {"unknown" if lang == "uk" else "Coast Radio"}, url: null }}
tags: [ferries]
lang: {lang}
status: reviewed
date_basis: stated
actors: [harbour, ministry]
places: [{{ id: khoros, precision: region }}]
sensitive: [deaths-and-injuries]
{more}events:
  - {{ id: left, date: "2025-03-14", what: {what}, where: khoros, status: confirmed }}
  - {{ id: struck, date: "2025-01/2025-02", what: {what}, status: disputed }}
  - {{ id: later, date: "2024~", what: {what} }}
claims:
  - id: told
    by: [harbour, crew]
    act: asserts
    quote: "{said}"
    event: struck
    figure: {{ measure: dead, low: 900, best: 1200, high: 1500, approx: true, period: "2025-03" }}
  - {{ id: no, by: ministry, act: denies, quote: "{denied}", answers: told }}
---
{body}
"""


CORRECTION = """\
corrections:
  - { at: "2025-03-30", kind: correction, was: عبّارتان, now: ثلاث عبّارات, why: أُغفلت واحدة. }
"""
WORLD = (
    REGISTERS
    + """\
-- site.yaml --
title: Strait Digest
base_url: https://digest.example/
description: Reports from the strait.
publisher: Strait Desk
"""
    + _report(
        *("plain", "en", "2025-03-15"),
        (
            "The last ferries have left",
            "Nobody knows when they come back.",
            "Twelve hundred people waited on the quay",
            "Our guns did not fire on the road",
            "The last ferries leave the port",
            "Twelve hundred people waited on the quay, the harbour says. The ministry answered: "
            "Our "
            "guns did not fire on the road.",
        ),
    )
    + _report(
        *("arabic", "ar", "2025-03-14"),
        (
            "العبّارات الأخيرة تغادر المضيق",
            "لا أحد يعرف متى تعود.",
            "انتظر على الرصيف ألف ومئتا شخص",
            "لم تطلق مدافعنا النار على الطريق",
            "غادرت العبّارات الأخيرة الميناء",
            "قال مكتب الميناء: انتظر على الرصيف ألف ومئتا شخص. وردّت الوزارة: لم تطلق مدافعنا "
            "النار على "
            "الطريق. وكان اسم السفينة MV Argo (1998).\n\n> سننتظر.\n\n- أولًا\n- ثانيًا",
        ),
        CORRECTION,
    )
    + _report(
        *("korean", "ko", "2025-03-13"),
        (
            "마지막 연락선들이 해협을 떠났다",
            "언제 돌아올지 아무도 모른다.",
            "부두에서 천이백 명이 기다렸다",
            "우리 포는 그 길을 쏘지 않았다",
            "마지막 연락선들이 항구를 떠났다",
            "항만 사무소는 이렇게 말했다. 부두에서 천이백 명이 기다렸다. "
            "국방부의 답은 이랬다. 우리 포는 그 길을 쏘지 않았다.",
        ),
    )
    + _report(
        *("ukrainian", "uk", "2025-03-12"),
        (
            "Останні пороми вийшли з протоки",
            "Ніхто не знає, коли вони повернуться.",
            "На причалі чекало тисяча двісті людей",
            "Наші гармати не стріляли по дорозі",
            "Останні пороми вийшли з порту",
            "Управління порту каже: На причалі чекало тисяча двісті людей. Міністерство "
            "відповіло: Наші "
            "гармати не стріляли по дорозі.",
        ),
    )
    + _report(
        *("russian", "ru", "2025-03-11"),
        (
            "Последние паромы вышли из пролива",
            "Никто не знает, когда они вернутся.",
            "На причале ждали тысяча двести человек",
            "Наши орудия не стреляли по дороге",
            "Последние паромы вышли из порта",
            "Управление порта говорит: На причале ждали тысяча двести человек. Министерство "
            "ответило: "
            "Наши орудия не стреляли по дороге.",
        ),
    )
    + _report(
        *("french", "fr", "2025-03-10"),
        (
            "Les derniers bacs sont partis",
            "Nul ne sait quand ils reviendront.",
            "Douze cents personnes attendaient sur le quai",
            "Nos canons ne visaient pas la route",
            "Les derniers bacs quittent le port",
            "Le port dit ceci. Douze cents personnes attendaient sur le quai. Le ministère "
            "répond. Nos "
            "canons ne visaient pas la route.",
        ),
    )
)
IN_ARABIC = WORLD.replace("publisher: Strait Desk\n", "publisher: Strait Desk\nlang: ar\n").replace(
    "title: Strait Digest", "title: موجز المضيق"
)
