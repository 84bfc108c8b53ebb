import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { createGraphFetch } from "../graph/client.ts";
import { startI18n } from "../i18n/i18n.ts";
import { openPageSession } from "../session/page-session.ts";
import { SessionProvider } from "../session/session-context.tsx";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/shell.css";
import { Explorer } from "./explorer.tsx";
import "./explorer.css";

const session = openPageSession();
const [i18n] = await Promise.all([startI18n(), session.restore()]);
const root = document.getElementById("explorer");
if (root === null) throw new Error("index.html has no place for the explorer.");
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <SessionProvider session={session}>
        <Explorer graphFetch={createGraphFetch(session)} />
      </SessionProvider>
    </I18nextProvider>
  </StrictMode>,
);
