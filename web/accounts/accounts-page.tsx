import { type SyntheticEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AreaPicker } from "../areas/area-picker.tsx";
import { AccountsDocument, type AccountState, type AccountsQueryVariables } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
import { useAccount } from "../session/session-context.tsx";
import { Button } from "../shown/button.tsx";
import { Choice } from "../shown/choice.tsx";
import { Field } from "../shown/field.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { PageRows, TableNote } from "../shown/page-rows.tsx";
import { useFormat } from "../shown/use-format.ts";
import { readForm } from "../sign-in/read-form.ts";
import { AccountRow } from "./account-row.tsx";
import { CreateAccount } from "./create-account.tsx";

const COLUMNS = 6;
const STATES = ["REQUESTED", "INVITED", "ACTIVE", "CLOSED"] as const satisfies readonly AccountState[];

type Filter = NonNullable<AccountsQueryVariables["filter"]>;

/** The accounts of the administrator's areas. */
export function AccountsPage() {
  const { t } = useTranslation(["accounts", "enums"]);
  const [filter, setFilter] = useState<Filter>({});
  const [round, setRound] = useState(0);
  const [isCreating, setCreating] = useState(false);
  const [areaCode, setAreaCode] = useState("");
  const { areas } = useAccount();
  const changed = () => setRound(round + 1);
  const find = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { text } = readForm(event.currentTarget, ["text"]);
    setFilter({ ...filter, text: text.trim() || null, areaCode: areaCode || null });
  };
  const states = [
    ["", t("all")] as const,
    ...STATES.map((state) => [state, t(`enums:AccountState.${state}`)] as const),
  ];
  return (
    <div className="page">
      <PageHead title={t("title")} />
      <form className="list-tools" onSubmit={find}>
        <Field label={t("find.text")}>
          {(ids) => <input {...ids} className="control" name="text" autoComplete="off" />}
        </Field>
        <AreaPicker within={areas} onChange={setAreaCode} />
        <Choice
          label={t("state")}
          options={states}
          value={filter.state ?? ""}
          onChange={(state) => setFilter({ ...filter, state: state === "" ? null : state })}
        />
        <Button type="submit">{t("find.submit")}</Button>
        <span className="list-tools-end">
          <Link to="/accounts/requests">{t("requests.title")}</Link>
          <Link to="/accounts/import">{t("import.title")}</Link>
          <Button kind="primary" onClick={() => setCreating(true)}>
            {t("create.title")}
          </Button>
        </span>
      </form>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t("username")}</th>
            <th scope="col">{t("displayName")}</th>
            <th scope="col">{t("roles.title")}</th>
            <th scope="col">{t("areas")}</th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("actions")}</th>
          </tr>
        </thead>
        <AccountsPart key={`${JSON.stringify(filter)} ${round}`} filter={filter} after={null} onChanged={changed} />
      </table>
      {isCreating && (
        <CreateAccount
          onClose={() => {
            setCreating(false);
            changed();
          }}
        />
      )}
    </div>
  );
}

interface AccountsPartParts {
  readonly filter: Filter;
  readonly after: string | null;
  readonly onChanged: () => void;
}

function AccountsPart({ filter, after, onChanged }: AccountsPartParts) {
  const { t } = useTranslation("accounts");
  const format = useFormat();
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: AccountsDocument, variables: { filter, after }, purpose: null }),
    [filter, after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.accounts;
  if (looked === null) return <TableNote columns={COLUMNS} />;
  if (connection == null) return <TableNote columns={COLUMNS} failure={looked.failure ?? "failed"} />;
  const accounts = (connection.edges ?? []).flatMap(({ node }) => node ?? []);
  if (accounts.length === 0 && after === null) return <TableNote columns={COLUMNS} text={t("none")} />;
  const total = connection.totalCount;
  return (
    <>
      {after === null && total != null && (
        <TableNote columns={COLUMNS} text={t("total", { count: total, number: format.count(total) })} />
      )}
      <PageRows columns={COLUMNS} pageInfo={connection.pageInfo} isLast={next === null} onMore={setNext}>
        {accounts.map((account) => (
          <AccountRow key={account.id} account={account} onChanged={onChanged} />
        ))}
      </PageRows>
      {next !== null && <AccountsPart filter={filter} after={next} onChanged={onChanged} />}
    </>
  );
}
