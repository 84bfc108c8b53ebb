import type { GraphQLNamedType, GraphQLSchema } from "graphql";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { found } from "./find-in-schema.ts";
import { TypeLink } from "./type-link.tsx";
import { TypePage } from "./type-page.tsx";

interface SchemaPagesParts {
  readonly schema: GraphQLSchema | "none" | null;
  /** Names of the types that were opened, the newest last. */
  readonly path: readonly string[];
  readonly onPath: (path: readonly string[]) => void;
}

/** What may be asked for: types, fields and what their owners say of them. */
export function SchemaPages({ schema, path, onPath }: SchemaPagesParts) {
  const { t } = useTranslation(["explorer", "app"]);
  const id = useId();
  const [wanted, setWanted] = useState("");
  if (schema === null || schema === "none") {
    return (
      <nav className="schema-pages" aria-label={t("docs")}>
        <p role="status">{t(schema === null ? "app:loading" : "noSchema")}</p>
      </nav>
    );
  }
  const type = schema.getType(path.at(-1) ?? "");
  const open = (name: string) => {
    setWanted("");
    onPath([...path, name]);
  };
  return (
    <nav className="schema-pages" aria-label={t("docs")}>
      <label className="field-label" htmlFor={id}>
        {t("search")}
      </label>
      <input
        id={id}
        className="control"
        type="search"
        autoComplete="off"
        spellCheck={false}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {wanted.trim() !== "" && <Found schema={schema} wanted={wanted} onOpen={open} />}
      {path.length > 0 && (
        <button type="button" className="link-button" onClick={() => onPath(path.slice(0, -1))}>
          ← {path.at(-2) ?? t("rootTypes")}
        </button>
      )}
      {type === undefined ? (
        <RootTypes schema={schema} onOpen={open} />
      ) : (
        <TypePage type={type} schema={schema} onOpen={open} />
      )}
    </nav>
  );
}

interface PageParts {
  readonly schema: GraphQLSchema;
  readonly onOpen: (type: string) => void;
}

function RootTypes({ schema, onOpen }: PageParts) {
  const { t } = useTranslation("explorer");
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return (
    <section>
      <h2>{t("rootTypes")}</h2>
      <ul>
        {roots
          .filter((root): root is NonNullable<typeof root> => root != null)
          .map((root: GraphQLNamedType) => (
            <li key={root.name}>
              <TypeLink name={root.name} onOpen={onOpen} />
            </li>
          ))}
      </ul>
    </section>
  );
}

function Found({ schema, wanted, onOpen }: PageParts & { readonly wanted: string }) {
  const { t } = useTranslation("explorer");
  const coordinates = found(schema, wanted);
  if (coordinates.length === 0) return <p role="status">{t("nothingFound")}</p>;
  return (
    <ul className="schema-found">
      {coordinates.map((coordinate) => (
        <li key={coordinate}>
          <button
            type="button"
            className="link-button"
            onClick={() => onOpen(coordinate.split(".", 1)[0] ?? coordinate)}
          >
            {coordinate}
          </button>
        </li>
      ))}
    </ul>
  );
}
