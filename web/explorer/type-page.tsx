import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { useTranslation } from "react-i18next";
import { TypeLink } from "./type-link.tsx";

interface TypePageParts {
  readonly type: GraphQLNamedType;
  readonly schema: GraphQLSchema;
  readonly onOpen: (type: string) => void;
}

/** One type: what its owner says of it, and what it holds. */
export function TypePage({ type, schema, onOpen }: TypePageParts) {
  const { t } = useTranslation("explorer");
  const parents = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
  const kinds = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return (
    <section>
      <h2>{type.name}</h2>
      {type.description && <p className="schema-words">{type.description}</p>}
      <Names title={t("implements")} types={parents} onOpen={onOpen} />
      <Names title={t("possibleTypes")} types={kinds} onOpen={onOpen} />
      <dl className="schema-fields">
        {membersOf(type).map((member) => (
          <Member key={member.name} member={member} onOpen={onOpen} />
        ))}
      </dl>
    </section>
  );
}

interface NamesParts {
  readonly title: string;
  readonly types: readonly GraphQLNamedType[];
  readonly onOpen: (type: string) => void;
}

function Names({ title, types, onOpen }: NamesParts) {
  if (types.length === 0) return null;
  return (
    <p>
      {title}
      {types.map(({ name }) => (
        <TypeLink key={name} name={name} onOpen={onOpen} />
      ))}
    </p>
  );
}

/** A field, an input's field or a value of an enum. */
interface MemberOfType {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
  readonly type: GraphQLType | null;
  readonly args: readonly GraphQLArgument[];
}

function membersOf(type: GraphQLNamedType): MemberOfType[] {
  if (isEnumType(type)) return type.getValues().map((value) => ({ ...value, type: null, args: [] }));
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  const fields = Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields());
  return fields.map((field) => ({ ...field, args: "args" in field ? field.args : [] }));
}

function Member({ member, onOpen }: { readonly member: MemberOfType; readonly onOpen: (type: string) => void }) {
  const { t } = useTranslation("explorer");
  const { name, description, deprecationReason, type, args } = member;
  return (
    <>
      <dt>
        {name}
        {args.length > 0 && (
          <>
            (
            {args.map((argument) => (
              <span key={argument.name} className="schema-argument">
                {argument.name}: <Typed type={argument.type} onOpen={onOpen} />
              </span>
            ))}
            )
          </>
        )}
        {type !== null && (
          <>
            : <Typed type={type} onOpen={onOpen} />
          </>
        )}
      </dt>
      <dd>
        {description && <p className="schema-words">{description}</p>}
        {deprecationReason != null && <p className="schema-words">{t("deprecated", { reason: deprecationReason })}</p>}
      </dd>
    </>
  );
}

/** A type as it is written, its name leading to its page. */
function Typed({ type, onOpen }: { readonly type: GraphQLType; readonly onOpen: (type: string) => void }) {
  const { name } = getNamedType(type);
  const [before = "", after = ""] = String(type).split(name);
  return (
    <>
      {before}
      <TypeLink name={name} onOpen={onOpen} />
      {after}
    </>
  );
}
