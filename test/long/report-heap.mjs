// Loaded before the hub, which knows nothing of it: at SIGUSR2 it collects garbage and says what is left.
process.on("SIGUSR2", () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  process.stderr.write(`heap ${heapUsed} rss ${rss}\n`);
});
