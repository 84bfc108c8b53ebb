import type { AskingViewer } from "../expected-answer.ts";
import { type Claims, claimsOf } from "../scopes-suite.ts";
import { scopesOfRole } from "../sdl-rules.ts";

/** Somebody with a token, and what the token amounts to. */
export interface WorldViewer {
  readonly who: string;
  readonly viewer: AskingViewer;
  readonly claims: Claims;
}

interface Parts {
  role: string;
  areas?: string[];
  department?: string;
  residentId?: string;
  accountId?: string;
  hasPurpose?: boolean;
  /** What a narrowed token keeps. */
  keeps?: (scope: string) => boolean;
}

export function worldViewer(parts: Parts): WorldViewer {
  const { role, areas = [], department, residentId = null, accountId = "501", hasPurpose = true } = parts;
  const scopes = scopesOfRole(role, department).filter(parts.keeps ?? (() => true));
  const viewer = { scopes, hasPurpose, areas, residentId, accountId };
  const claims = claimsOf(viewer, [role], department);
  const who = [role, department, areas.join("+"), hasPurpose ? null : "without purpose"].filter(Boolean).join(" ");
  return { who, viewer, claims: parts.keeps === undefined ? claims : { ...claims, scope: scopes.join(" ") } };
}

const officer = (department: string, ...areas: string[]) =>
  worldViewer({ role: "department_officer", department, areas });

/** Of every kind: each sees something that another does not. */
export const worldViewers: readonly WorldViewer[] = [
  worldViewer({ role: "window_clerk", areas: ["320105006"] }),
  worldViewer({ role: "window_clerk", areas: ["320105006"], hasPurpose: false }),
  worldViewer({ role: "window_clerk", areas: ["320105"], keeps: (scope) => scope === "population:read" }),
  worldViewer({ role: "window_clerk", areas: ["320105006", "3201050"] }),
  worldViewer({ role: "village_worker", areas: ["320205105001"] }),
  worldViewer({ role: "grid_worker", areas: ["320105007", "320205"] }),
  worldViewer({ role: "centre_head", areas: ["3201"] }),
  officer("population", "320105"),
  officer("social-security", "3202"),
  officer("medical-insurance", "3201"),
  officer("civil-affairs", "320105006", "320205105"),
  officer("health", "3201"),
  officer("grid", "320105006", "320205105"),
  officer("accounts", "320105"),
  officer("audit", "3201"),
  worldViewer({ role: "auditor", areas: ["320105006"] }),
  worldViewer({ role: "account_admin", areas: ["320205105"], accountId: "502" }),
  worldViewer({ role: "analyst", areas: ["32"] }),
  worldViewer({ role: "resident", residentId: "1005", accountId: "1" }),
];
