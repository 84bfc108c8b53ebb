import { Button, Input, type InputRef } from "antd";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { faultOf, type Purpose } from "../graph/purpose.ts";
import { Field } from "../shown/field.tsx";
import { readWanted } from "./id-number.ts";
import { PurposeFields } from "./purpose-fields.tsx";
import { useCardReader } from "./use-card-reader.ts";

interface SearchBandParts {
  readonly isWaitingForPurpose: boolean;
  readonly onIdNumber: (idNumber: string, purpose: Purpose) => void;
  readonly onName: (name: string, purpose: Purpose) => void;
  readonly onPurpose: (purpose: Purpose) => void;
}

type PurposeFault = NonNullable<ReturnType<typeof faultOf>>;
type SearchFault = "length" | "check" | "nothing";

/** Purpose and search field. What is typed is read as Enter is pressed: a card reader is faster than a page redraws. */
export function SearchBand({ isWaitingForPurpose, onIdNumber, onName, onPurpose }: SearchBandParts) {
  const { t } = useTranslation("resident");
  const [purpose, setPurpose] = useState<Purpose>({ kind: "item", detail: "" });
  const [purposeFault, setPurposeFault] = useState<PurposeFault | null>(null);
  const [searchFault, setSearchFault] = useState<SearchFault | null>(null);
  const searchField = useRef<InputRef>(null);
  const purposeField = useRef<HTMLDivElement>(null);

  const find = (typed: string): void => {
    const wanted = readWanted(typed);
    const fault = faultOf(purpose);
    setPurposeFault(fault);
    setSearchFault(null);
    if (fault !== null) {
      purposeField.current?.querySelector<HTMLElement>("input, textarea")?.focus();
      return;
    }
    switch (wanted.kind) {
      case "nothing":
        if (isWaitingForPurpose) onPurpose(purpose);
        else setSearchFault("nothing");
        return;
      case "wrong-id-number":
        return setSearchFault(wanted.fault);
      case "id-number":
        clear(searchField.current);
        return onIdNumber(wanted.idNumber, purpose);
      case "name":
        return onName(wanted.name, purpose);
    }
  };

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    find(searchField.current?.input?.value ?? "");
  };

  useCardReader((idNumber) => {
    fill(searchField.current, idNumber);
    find(idNumber);
  });
  useEffect(() => searchField.current?.focus(), []);

  return (
    <form className="search-band" role="search" onSubmit={submit} noValidate>
      <div ref={purposeField} className="search-purpose">
        <PurposeFields purpose={purpose} fault={purposeFault} onChange={setPurpose} />
      </div>
      <div className="search-field">
        <Field
          label={t("counter.search.label")}
          fault={searchFault === null ? null : t(`counter.search.${searchFault}`)}
        >
          {(ids) => (
            <Input
              {...ids}
              ref={searchField}
              type="search"
              className="search-input"
              placeholder={t("counter.search.placeholder")}
              autoComplete="off"
              spellCheck={false}
              maxLength={40}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" className="search-submit">
          {t("counter.search.submit")}
        </Button>
      </div>
    </form>
  );
}

/** By the browser's own setter, so that antd's field hears of it. */
function fill(field: InputRef | null, text: string): void {
  const input = field?.input;
  if (input == null) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function clear(field: InputRef | null): void {
  fill(field, "");
}
