import { Button, Input, Select } from "antd";
import { type SyntheticEvent, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AccountsDocument, type AccountState, type AccountsQueryVariables } from "../generated/graphql.ts";
import { useLook } from "../graph/use-look.tsx";
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
  const [areaFault, setAreaFault] = useState<string | null>(null);
  const changed = () => setRound(round + 1);
  const find = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { text, area } = readForm(event.currentTarget, ["text", "area"]);
    setAreaFault(null);
    setFilter({ ...filter, text: text.trim() || null, areaCode: area.trim() || null });
  };
  const states: { value: string; label: string }[] = [
    { value: "", label: t("all") },
    ...STATES.map((state) => ({ value: state, label: t(`enums:AccountState.${state}`) })),
  ];
  return (
    <div className="page">
      <PageHead title={t("title")} />
      <form className="list-tools" onSubmit={find}>
        <Field label={t("find.text")}>{(ids) => <Input {...ids} name="text" autoComplete="off" />}</Field>
        <Field label={t("find.area")} fault={areaFault}>
          {(ids) => <Input {...ids} name="area" autoComplete="off" />}
        </Field>
        <Field label={t("state")}>
          {({ id }) => (
            <Select
              id={id}
              className="list-tools-select"
              value={filter.state ?? ""}
              options={states}
              onChange={(value) => setFilter({ ...filter, state: STATES.find((one) => one === value) ?? null })}
            />
          )}
        </Field>
        <Button htmlType="submit">{t("find.submit")}</Button>
        <span className="list-tools-end">
          <Link to="/accounts/requests">{t("requests.title")}</Link>
          <Link to="/accounts/import">{t("import.title")}</Link>
          <Button type="primary" onClick={() => setCreating(true)}>
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
        <AccountsPart
          key={`${JSON.stringify(filter)} ${round}`}
          filter={filter}
          after={null}
          onChanged={changed}
          onAreaFault={() => setAreaFault(t("enums:AccountErrorCode.INVALID_AREA"))}
        />
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
  /** Told when the hub takes the code for none. */
  readonly onAreaFault: () => void;
}

function AccountsPart({ filter, after, onChanged, onAreaFault }: AccountsPartParts) {
  const { t } = useTranslation("accounts");
  const format = useFormat();
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: AccountsDocument, variables: { filter, after }, purpose: null }),
    [filter, after],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.accounts;
  // With an area in the question, the code of the area is what the hub can find fault with.
  const isBadArea = looked !== null && connection == null && filter.areaCode != null;
  useEffect(() => {
    if (isBadArea) onAreaFault();
  }, [isBadArea, onAreaFault]);
  if (looked === null) return <TableNote columns={COLUMNS} />;
  if (isBadArea) return <TableNote columns={COLUMNS} text={t("none")} />;
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
      {next !== null && <AccountsPart filter={filter} after={next} onChanged={onChanged} onAreaFault={onAreaFault} />}
    </>
  );
}
