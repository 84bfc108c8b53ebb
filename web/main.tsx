import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { createGraphFetch } from "./graph/client.ts";
import { startI18n } from "./i18n/i18n.ts";
import { openPageSession } from "./session/page-session.ts";
import { forgetDraftsOnSignOut } from "./visits/tab-drafts.ts";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/accounts.css";
import "./styles/shell.css";
import "./styles/states.css";
import "./styles/tables.css";

const session = openPageSession();
forgetDraftsOnSignOut(session);
const [i18n] = await Promise.all([startI18n(), session.restore()]);
const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no place for the app.");
createRoot(root).render(
  <StrictMode>
    <App session={session} graphFetch={createGraphFetch(session)} i18n={i18n} />
  </StrictMode>,
);
