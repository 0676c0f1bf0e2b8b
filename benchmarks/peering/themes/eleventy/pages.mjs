// What a page looks like: values in, a string out.
const MONTHS =
  "January February March April May June July August September October November December".split(" ");
const DAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const FRONT = 13;
const BLOCK = 4;

export const escape = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
export const slug = (text) => text.toLowerCase().replaceAll(" ", "-");
export const capital = (text) => text[0].toUpperCase() + text.slice(1);
export const section = (story) => story.filePathStem.split("/")[1];
export const month = (date) => date.toISOString().slice(0, 7);
export const monthTitle = (name) => `${MONTHS[Number(name.slice(5)) - 1]} ${name.slice(0, 4)}`;

const machine = (date) => `${date.toISOString().slice(0, 19)}Z`;
const day = (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
const two = (number) => String(number).padStart(2, "0");
const time = (date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
const mail = (date) =>
  `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()].slice(0, 3)} ` +
  `${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} GMT`;

export function page(site, { title, path, description = "", meta = "", main }) {
  const full = title === site.title ? title : `${title} – ${site.title}`;
  const address = site.address + path;
  return `<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(full)}</title>
${description && `<meta name="description" content="${escape(description)}">\n`}<link rel="canonical" href="${address}">
<link rel="stylesheet" href="/site.css">
<link rel="alternate" type="application/rss+xml" title="${escape(site.title)}" href="/rss.xml">
<meta property="og:site_name" content="${escape(site.title)}">
<meta property="og:title" content="${escape(title)}">
<meta property="og:url" content="${address}">
${meta}</head>
<body>
<header class="masthead">
<p class="nameplate"><a href="/">${escape(site.title)}</a></p>
<p class="tagline">${escape(site.tagline)}</p>
<nav aria-label="Sections">
<ul>
<li><a href="/">Home</a></li>
${site.sections.map((name) => `<li><a href="/${name}/">${capital(name)}</a></li>`).join("\n")}
<li><a href="/archive/">Archive</a></li>
</ul>
</nav>
</header>
<main id="main">
${main}
</main>
<footer class="colophon">
<p><a href="/">${escape(site.title)}</a></p>
<p class="tagline">${escape(site.tagline)}</p>
<p><a href="/rss.xml">RSS</a></p>
</footer>
</body>
</html>
`;
}

const followed = (site, title, path) =>
  `<link rel="alternate" type="application/rss+xml" title="${escape(site.title)}: ${escape(title)}" href="${path}rss.xml">\n`;

const kicker = (name) => `<p class="kicker"><a href="/${name}/">${capital(name)}</a></p>`;

function teaser(story) {
  const { title, description, authors } = story.data;
  return `<article class="card">
${kicker(section(story))}
<h3><a href="${story.url}">${escape(title)}</a></h3>
<p class="summary">${escape(description)}</p>
<p class="meta"><span class="by">${escape(authors.join(", "))}</span> <time datetime="${machine(story.date)}">${day(story.date)}</time></p>
</article>`;
}

const teasers = (stories) => `<div class="stories">\n${stories.map(teaser).join("\n")}\n</div>`;

export function article(site, data) {
  const { title, description, authors, tags, page: own, content } = data;
  const name = section(own);
  const meta = `${followed(site, capital(name), `/${name}/`)}<meta property="og:type" content="article">
<meta property="og:description" content="${escape(description)}">
<meta property="article:published_time" content="${machine(own.date)}">
`;
  const by = authors.map((author) => `<a rel="author" href="/authors/${slug(author)}/">${escape(author)}</a>`);
  const topics = tags.map((tag) => `<li><a rel="tag" href="/tags/${slug(tag)}/">${escape(tag)}</a></li>`);
  const main = `<article class="story">
<header>
${kicker(name)}
<h1>${escape(title)}</h1>
<p class="standfirst">${escape(description)}</p>
<p class="by">By ${by.join(" ")}</p>
<p class="times">Published <time datetime="${machine(own.date)}">${day(own.date)}, ${time(own.date)}</time></p>
</header>
<div class="body">
${content}</div>
<section class="tags">
<h2>Topics</h2>
<ul>
${topics.join("\n")}
</ul>
</section>
</article>`;
  return page(site, { title, path: own.url, description, meta, main });
}

export function front(site, { stories, sections }) {
  const blocks = site.sections
    .map((name) => sections.find((group) => group.name === name))
    .filter(Boolean)
    .map(
      (group) => `<section class="block">
<h2><a href="/${group.name}/">${capital(group.name)}</a></h2>
${teasers(group.stories.slice(0, BLOCK))}
</section>`,
    );
  const main = `<h1>${escape(site.title)}</h1>\n${teasers(stories.slice(0, FRONT))}\n${blocks.join("\n")}`;
  return page(site, { title: site.title, path: "/", main });
}

export function list(site, title, path, stories, feeds = false) {
  const main = `<h1>${escape(title)}</h1>\n${teasers(stories)}`;
  return page(site, { title, path, meta: feeds ? followed(site, title, path) : "", main });
}

export function archive(site, months) {
  const links = months.map(({ name }) => `<li><a href="/archive/${name}/">${monthTitle(name)}</a></li>`);
  return page(site, { title: "Archive", path: "/archive/", main: `<h1>Archive</h1>\n<ul>\n${links.join("\n")}\n</ul>` });
}

export function feed(site, title, path, stories) {
  const items = stories.map((story) => {
    const address = site.address + story.url;
    return `<item>
<title>${escape(story.data.title)}</title>
<link>${address}</link>
<guid>${address}</guid>
<pubDate>${mail(story.date)}</pubDate>
<description>${escape(story.data.description)}</description>
${story.data.authors.map((author) => `<dc:creator>${escape(author)}</dc:creator>`).join("\n")}
<category>${capital(section(story))}</category>
</item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${escape(title)}</title>
<link>${site.address}${path}</link>
<description>${escape(site.tagline)}</description>
<language>en-GB</language>
${items.join("\n")}
</channel>
</rss>
`;
}

export function sitemap(site, stories) {
  const entries = stories.map(
    (story) => `<url><loc>${site.address}${story.url}</loc><lastmod>${machine(story.date)}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join("\n")}
</urlset>
`;
}
