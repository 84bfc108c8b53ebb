import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { faultOf, type Purpose } from "../graph/purpose.ts";
import { Button } from "../shown/button.tsx";
import { Field } from "../shown/field.tsx";
import { PurposeFields } from "./purpose-fields.tsx";
import { insteadOf, type SearchFault, useSearchFault } from "./search-fault.tsx";
import { writeInto } from "./text-field.ts";
import { useCardReader } from "./use-card-reader.ts";
import { readWanted, type Wanted } from "./wanted.ts";

export type WantedName = Extract<Wanted, { kind: "name" | "initials" }>;

interface SearchBandParts {
  readonly isWaitingForPurpose: boolean;
  readonly onIdNumber: (idNumber: string, purpose: Purpose) => void;
  readonly onName: (wanted: WantedName, purpose: Purpose) => void;
  readonly onPurpose: (purpose: Purpose) => void;
}

type PurposeFault = NonNullable<ReturnType<typeof faultOf>>;

/** Purpose and search field. What is typed is read as Enter is pressed: a card reader is faster than a page redraws. */
export function SearchBand({ isWaitingForPurpose, onIdNumber, onName, onPurpose }: SearchBandParts) {
  const { t } = useTranslation("resident");
  const faultText = useSearchFault();
  const [purpose, setPurpose] = useState<Purpose>({ kind: "item", detail: "" });
  const [purposeFault, setPurposeFault] = useState<PurposeFault | null>(null);
  const [searchFault, setSearchFault] = useState<SearchFault | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const purposeField = useRef<HTMLDivElement>(null);

  const find = (typed: string): void => {
    const wanted = readWanted(typed);
    const fault = faultOf(purpose);
    setPurposeFault(fault);
    setSearchFault(wanted.kind === "wrong" ? wanted : null);
    if (wanted.kind === "wrong") {
      searchField.current?.focus();
      searchField.current?.select();
      return;
    }
    if (fault !== null) {
      // Where what is missing is typed or chosen; what is looked for waits in its field.
      purposeField.current?.querySelector<HTMLElement>(".purpose-detail :is(input, textarea)")?.focus();
      return;
    }
    switch (wanted.kind) {
      case "nothing":
        if (isWaitingForPurpose) onPurpose(purpose);
        else setSearchFault({ fault: "nothing" });
        return;
      case "id-number":
        fill(searchField.current, "");
        return onIdNumber(wanted.idNumber, purpose);
      case "name":
      case "initials":
        return onName(wanted, purpose);
    }
  };

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    find(searchField.current?.value ?? "");
  };
  const findThis = (number: string) => {
    fill(searchField.current, number);
    find(number);
  };
  useCardReader(findThis);
  useEffect(() => searchField.current?.focus(), []);
  const instead = insteadOf(searchFault);

  return (
    <form className="search-band" role="search" onSubmit={submit} noValidate>
      <div ref={purposeField} className="search-purpose">
        <PurposeFields
          purpose={purpose}
          fault={purposeFault}
          onChange={setPurpose}
          onChosen={() => searchField.current?.focus()}
        />
      </div>
      <div className="search-field">
        <div>
          <Field
            label={t("counter.search.label")}
            fault={searchFault === null ? null : faultText(searchFault)}
            hint={t("counter.search.hint")}
          >
            {(ids) => (
              <input
                {...ids}
                ref={searchField}
                type="search"
                className="control search-input"
                placeholder={t("counter.search.placeholder")}
                autoComplete="off"
                spellCheck={false}
                maxLength={40}
              />
            )}
          </Field>
          {instead !== null && (
            <p className="search-instead">
              <button type="button" className="link-button" onClick={() => findThis(instead)}>
                {t("counter.search.instead", { number: instead })}
              </button>
            </p>
          )}
        </div>
        <Button kind="primary" type="submit" className="search-submit">
          {t("counter.search.submit")}
        </Button>
      </div>
    </form>
  );
}

function fill(field: HTMLInputElement | null, text: string): void {
  if (field !== null) writeInto(field, text);
}
