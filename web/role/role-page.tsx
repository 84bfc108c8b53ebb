import "../styles/work.css";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { MeDocument, type MeQuery } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import type { chinese } from "../i18n/i18n.ts";
import { NamedAreas } from "../areas/named-areas.tsx";
import type { Account } from "../session/auth-api.ts";
import { useAccount } from "../session/session-context.tsx";
import { pagesOf } from "../shell/pages.ts";
import { FailureNote } from "../shown/failure-note.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { useDepartmentName, useRoleNames } from "../shown/use-names.ts";
import { Certificates } from "./certificates.tsx";
import { WithheldRoles } from "./withheld-roles.tsx";

// One object: it is asked for once.
const ME = { document: MeDocument, variables: {}, purpose: null };

type Role = keyof typeof chinese.catalogue.may;

/** Who is signed in, and what the roles have and may do today. */
export function RolePage() {
  const { t } = useTranslation(["catalogue", "app"]);
  const account = useAccount();
  const { looked } = useLook(ME);
  const me = looked?.data?.me;
  const held = account.roles;
  const pages = pagesOf(held, account.department).filter(({ path }) => path !== "/role");
  return (
    <div className="page work">
      <PageHead title={t("role.title")} />
      <section className="work-card">
        <Who account={account} />
      </section>
      {looked?.failure != null && <FailureNote failure={looked.failure} />}
      {me != null && <Papers me={me} />}
      <section className="work-card" aria-labelledby="role-pages">
        <h2 id="role-pages">{t("role.pages")}</h2>
        <ul className="role-links">
          {pages.map(({ path, label }) => (
            <li key={path}>
              <Link className="work-link" to={path}>
                {t(`app:navigation.${label}`)}
              </Link>
            </li>
          ))}
          <li>
            <Link className="work-link" to="/password">
              {t("app:account.changePassword")}
            </Link>
          </li>
        </ul>
      </section>
      {held.map((role) => (
        <RoleCard key={role} role={role} />
      ))}
    </div>
  );
}

function Who({ account }: { account: Account }) {
  const { t } = useTranslation("catalogue");
  const roleNames = useRoleNames();
  const departmentName = useDepartmentName();
  return (
    <>
      <h2>{account.displayName}</h2>
      <dl className="catalogue-facts">
        <dt>{t("role.username")}</dt>
        <dd>{account.username}</dd>
        <dt>{t("role.roles")}</dt>
        <dd>{account.roles.length === 0 ? t("role.none") : roleNames(account.roles)}</dd>
        {account.areas.length > 0 && (
          <>
            <dt>{t("role.areas")}</dt>
            <dd>
              <NamedAreas codes={account.areas} />
            </dd>
          </>
        )}
        {account.department !== null && (
          <>
            <dt>{t("role.department")}</dt>
            <dd>{departmentName(account.department)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

/** Courses, and the roles that wait for one. */
function Papers({ me }: { me: NonNullable<MeQuery["me"]> }) {
  return (
    <>
      <WithheldRoles withheld={me.withheldRoles ?? []} />
      <Certificates certificates={me.certificates ?? []} />
    </>
  );
}

/** What a role may do today, a sentence for each. */
function RoleCard({ role }: { role: string }) {
  const { t, i18n } = useTranslation("catalogue");
  const roleNames = useRoleNames();
  if (!i18n.exists(`catalogue:may.${role}`)) return null;
  const sentences = t(`may.${role as Role}`).split("\n");
  return (
    <section className="work-card">
      <h2>{roleNames([role])}</h2>
      <ul className="role-may">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
