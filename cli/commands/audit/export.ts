import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { resolve } from "node:path";
import { loadConfig } from "../../../hub/config/load-config.ts";
import { openInstallation } from "../../../hub/installation.ts";
import { loadRoles } from "../../../hub/load-roles.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import type { ExportRange } from "../../../hub/sealing/export-lines.ts";
import { exportLog } from "../../../hub/sealing/export-log.ts";
import { openSealingTools } from "../../../hub/sealing/open-sealing.ts";
import { type AccessRecord, openAccessLog, toFieldLists } from "../../../subgraphs/index.ts";
import { listenForInterrupt } from "../../terminal/interrupt.ts";
import { showProgress } from "../../terminal/progress.ts";

export interface ExportFlags {
  readonly fromPosition?: string;
  readonly toPosition?: string;
  readonly since?: string;
  readonly until?: string;
  readonly json?: boolean;
}

/** Writes records, seals and public keys to a file that can be checked without the hub. Enters the export first. */
export async function auditExport(file: string, flags: ExportFlags): Promise<void> {
  const range = readRange(flags);
  const config = loadConfig();
  const installation = await openInstallation(config, ["audit"]);
  try {
    const { login, key, sealer } = await openSealingTools(config, installation);
    const interrupt = listenForInterrupt();
    try {
      await enterExport(installation.urlOf("audit"), range);
      // Only what is sealed is exported, this export's own entry included.
      await sealer.sealAll();
      let progress: ReturnType<typeof showProgress> | undefined;
      const report = await exportLog(login, {
        file: resolve(file),
        range,
        key,
        signal: interrupt.signal,
        onProgress(records, total) {
          progress ??= showProgress("records", total);
          progress.update(records, total);
        },
      }).finally(() => progress?.stop());
      const said = `${report.records} records under ${report.seals} seals are in ${file}.`;
      process.stdout.write(`${flags.json === true ? JSON.stringify({ file, ...report }) : said}\n`);
    } catch (error) {
      if (interrupt.signal.aborted) throw new OperatorError("Interrupted: nothing was written.");
      throw error;
    } finally {
      interrupt.release();
      await sealer.close();
      await login.close();
    }
  } finally {
    await installation.close();
  }
}

/** Nothing is exported that the log does not say was exported. */
async function enterExport(url: string, range: ExportRange): Promise<void> {
  const log = openAccessLog(url);
  try {
    await log.append([entryOf(range)]);
  } catch (error) {
    throw new OperatorError("The export can't be entered in the access record, so nothing is exported.", {
      cause: error,
    });
  } finally {
    await log.close();
  }
}

function entryOf(range: ExportRange): AccessRecord {
  const id = randomUUID();
  return {
    kind: "LOG_EXPORT",
    record_id: id,
    request_id: id,
    // No account of the hub's is behind a command: the operating system says who ran it.
    viewer_id: `operator:${userInfo().username}`,
    viewer_name: null,
    viewer_office: null,
    area_code: "",
    roles: ["operator"],
    areas: [],
    department: null,
    purpose: null,
    roles_hash: loadRoles().hash,
    operation_hash: "",
    operation_name: `export ${JSON.stringify(range)}`,
    fields: toFieldLists({ returned: [], masked: [], refused: [] }),
    residents: [],
  };
}

function readRange({ fromPosition, toPosition, since, until }: ExportFlags): ExportRange {
  return {
    fromPosition: readPosition("--from-position", fromPosition),
    toPosition: readPosition("--to-position", toPosition),
    since: readInstant("--since", since),
    until: readInstant("--until", until),
  };
}

function readPosition(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,17}$/.test(text)) return text;
  throw new OperatorError(`${option} takes the number of a record, such as 4711, not "${text}".`);
}

function readInstant(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(instant.getTime())) return instant.toISOString();
  throw new OperatorError(`${option} takes an instant such as 2026-11-01T00:00:00+08:00, not "${text}".`);
}
