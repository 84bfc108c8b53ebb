import { test } from "vitest";
import { createDatabase } from "../support/database.ts";
import postgres from "postgres";
test("x", async () => {
  for (let i = 0; i < 6; i++) { const t = performance.now(); const d = await createDatabase(); const c = performance.now() - t; 
   const sql = postgres(d.urlFor("population"), {max:1}); await sql`select 1`; await sql.end();
  const u = performance.now(); await d.drop(); console.log(c.toFixed(1), "drop", (performance.now() - u).toFixed(1)); }
  if (process.env["HANG"]) await new Promise(r => setTimeout(r, 15000));
});
