// The same pages as the other skeletons: articles, tags by fifty, years, home, feed, sitemap.
export default function (config) {
  const day = (date) => date.toISOString().slice(0, 10);
  const newest = (items) => [...items].sort((a, b) => b.date - a.date);
  const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
  config.addFilter("day", day);
  config.addFilter("inWords", (date) => words.format(date));
  config.addFilter("first", (items, count) => items.slice(0, count));
  config.addCollection("newest", (api) => newest(api.getFilteredByGlob("articles/*.md")));
  const grouped = (api, keys) => {
    const groups = new Map();
    for (const item of newest(api.getFilteredByGlob("articles/*.md")))
      for (const key of keys(item)) groups.get(key)?.push(item) ?? groups.set(key, [item]);
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  config.addCollection("byTag", (api) => grouped(api, (item) => item.data.tags));
  config.addCollection("byYear", (api) => grouped(api, (item) => item.data.years));
  config.addCollection("tagPages", (api) =>
    grouped(api, (item) => item.data.tags).flatMap(([tag, items]) => {
      const total = Math.ceil(items.length / 50);
      return Array.from({ length: total }, (_, n) => ({
        tag, total, number: n + 1, items: items.slice(n * 50, n * 50 + 50),
      }));
    }));
  return { dir: { input: ".", includes: "_includes", output: "public" }, markdownTemplateEngine: false };
}
