import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { sizeBudget } from "./build/size-budget.ts";
import { writeApiTypes } from "./build/api-types.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  plugins: [{ name: "api-types", buildStart: writeApiTypes }, react(), sizeBudget()],
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    target: "es2022",
    // A picture within a stylesheet would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // Every browser the app is for preloads modules by itself.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: { input: { app: here("index.html"), explorer: here("explorer/index.html") } },
  },
});
