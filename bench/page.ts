/** One part of bench/results.md, with figures of one run. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

const HEAD = `# What was measured

Written by \`npm run bench\`. Each part tells when it was measured; parts measured in one run belong together, and ratios across runs
mean little. The contestants, what they ask, PostgreSQL and the load share one machine's processors.

64 connections each ask again as soon as they are answered; the figures are medians of the rounds. Before that, all contestants of a
table have given the same data for the same questions. "hub ÷ it" says how many answers the hub gives while the contestant gives
one; where departments run alone, it is the hub over HTTP. Processor time is that of the contestant's own processes for one request,
departments that run alone included, and memory the most they held, with the files that several of them map counted once. "others" is the share of the machine's work that
neither they, nor what is shown beside them, nor the load did: the figures mean little where it is large.
`;

/** The page with the sections put in, all in the order of the titles. What stands under another title is of an older bench. */
export function withSections(page: string, sections: readonly Section[], titles: readonly string[]): string {
  const known = new Map([...sectionsOf(page), ...sections].map(({ title, text }) => [title, text.trim()]));
  const parts = titles.flatMap((title) => {
    const text = known.get(title);
    return text === undefined ? [] : [`## ${title}\n\n${text}\n`];
  });
  return [HEAD, ...parts].join("\n");
}

function sectionsOf(page: string): Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title = "", ...lines] = part.split("\n");
      return { title, text: lines.join("\n").trim() };
    });
}
