// Eleventy with JavaScript templates, the fastest that it has, each made of plain strings. The pages of lists
// are virtual templates, so that the folder of articles stays what it is for the others: Markdown and no more.
import path from "node:path";

import { archive, capital, feed, front, list, month, monthTitle, section, sitemap, slug } from "./pages.mjs";

const SECTIONS = ["world", "business", "politics", "sport", "culture", "science"];
const INPUT = "site/articles";
const LIST = 30;
const MONTH = 1000;

const site = {
  title: "The Measured Gazette",
  tagline: "All the news that was made up",
  address: "https://example.org",
  sections: SECTIONS,
};

export default function (eleventyConfig) {
  eleventyConfig.setTemplateFormats(["md", "11ty.js"]);
  eleventyConfig.addPassthroughCopy({ "site/static/site.css": "site.css" });
  eleventyConfig.addGlobalData("layout", "article.11ty.mjs");
  eleventyConfig.addGlobalData("site", site);

  // Grouped once a build, newest first; Eleventy's own collections of tags are grouped by itself.
  const grouped = (keys) => (api) => {
    const groups = new Map();
    for (const story of stories(api)) {
      for (const key of keys(story)) {
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(story);
      }
    }
    return [...groups].map(([name, found]) => ({ name, stories: found }));
  };
  const stories = (api) => api.getFilteredByGlob(`${INPUT}/**/*.md`).reverse();
  eleventyConfig.addCollection("stories", stories);
  eleventyConfig.addCollection("sections", grouped((story) => [section(story)]));
  eleventyConfig.addCollection("topics", grouped((story) => story.data.tags));
  eleventyConfig.addCollection("authors", grouped((story) => story.data.authors));
  eleventyConfig.addCollection("months", grouped((story) => [month(story.date)]));

  const page = (name, permalink, render, more = {}) =>
    eleventyConfig.addTemplate(`${name}.11ty.js`, {
      data: { layout: null, permalink, eleventyExcludeFromCollections: true, ...more },
      render,
    });
  const each = (collection) => ({ pagination: { data: `collections.${collection}`, size: 1, alias: "group" } });

  page("front", "/index.html", (data) => front(site, data.collections));
  page("archive", "/archive/index.html", (data) => archive(site, data.collections.months));
  page("sitemap", "/sitemap.xml", (data) => sitemap(site, data.collections.stories));
  page("rss", "/rss.xml", (data) => feed(site, site.title, "/", data.collections.stories.slice(0, LIST)));
  page(
    "sections",
    (data) => `/${data.group.name}/index.html`,
    ({ group }) => list(site, capital(group.name), `/${group.name}/`, group.stories.slice(0, LIST), true),
    each("sections"),
  );
  page(
    "sections-rss",
    (data) => `/${data.group.name}/rss.xml`,
    ({ group }) => feed(site, `${capital(group.name)} – ${site.title}`, `/${group.name}/`, group.stories.slice(0, LIST)),
    each("sections"),
  );
  page(
    "topics",
    (data) => `/tags/${slug(data.group.name)}/index.html`,
    ({ group }) => list(site, group.name, `/tags/${slug(group.name)}/`, group.stories.slice(0, LIST)),
    each("topics"),
  );
  page(
    "authors",
    (data) => `/authors/${slug(data.group.name)}/index.html`,
    ({ group }) => list(site, group.name, `/authors/${slug(group.name)}/`, group.stories.slice(0, LIST)),
    each("authors"),
  );
  page(
    "months",
    (data) => `/archive/${data.group.name}/index.html`,
    ({ group }) => list(site, monthTitle(group.name), `/archive/${group.name}/`, group.stories.slice(0, MONTH)),
    each("months"),
  );

  return {
    // Nothing in the articles is for Liquid to fill in, so it need not look.
    markdownTemplateEngine: false,
    dir: { input: INPUT, layouts: path.relative(INPUT, import.meta.dirname) },
  };
}
