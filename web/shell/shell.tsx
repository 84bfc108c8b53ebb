import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";
import { useSessionState } from "../session/session-context.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { MastheadMenu } from "./masthead-menu.tsx";
import { Navigation } from "./navigation.tsx";
import { ShiftNotice } from "./shift-notice.tsx";
import { useCellLabels } from "./use-cell-labels.ts";

const MAIN_ID = "main";

/** What is around every page: the name of the place, where one can go, who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const state = useSessionState();
  const main = useRef<HTMLElement>(null);
  useCellLabels(main);
  return (
    <>
      <a className="skip" href={`#${MAIN_ID}`}>
        {t("skip")}
      </a>
      <header className="masthead">
        <div className="masthead-name">
          <span className="masthead-brand">{t("brand")}</span>
          <span className="masthead-tagline">{t("tagline")}</span>
        </div>
        {state.kind === "signed-in" ? (
          <MastheadMenu>
            <Navigation account={state.account} />
            <div className="masthead-end">
              <LanguageSwitch />
              <AccountMenu account={state.account} shiftEndsAt={state.shiftEndsAt} />
            </div>
          </MastheadMenu>
        ) : (
          <div className="masthead-end">
            <LanguageSwitch />
          </div>
        )}
      </header>
      {state.kind === "signed-in" && <ShiftNotice shiftEndsAt={state.shiftEndsAt} />}
      <main id={MAIN_ID} ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
