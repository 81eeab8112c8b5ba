"""The same pages as the other skeletons: articles, tags by fifty, years, home, feed, sitemap."""

SITENAME = "A digest to be measured"
SITEURL = "https://digest.example"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
ARTICLE_URL = "articles/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAG_URL = "tags/{slug}/"
YEAR_ARCHIVE_SAVE_AS = "years/{date:%Y}/index.html"
YEAR_ARCHIVE_URL = "years/{date:%Y}/"
TAGS_SAVE_AS = "tags/index.html"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ARCHIVES_SAVE_AS = CATEGORIES_SAVE_AS = AUTHORS_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "years", "sitemap"]
YEARS_SAVE_AS = "years/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"tag": 50}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/{number}/", "{base_name}/{number}/index.html"),
]
FEED_RSS = "feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = (
    None
)
FEED_MAX_ITEMS = 20
# What the others do not do, Pelican need not do either.
PLUGINS = []
FORMATTED_FIELDS = []
MARKDOWN = {
    "extensions": [f"markdown.extensions.{name}" for name in ("meta", "tables", "footnotes")],
    "output_format": "html5",
}
