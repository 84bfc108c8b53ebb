import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ageOn } from "../../../shown/amounts-and-days.ts";
import { ShownValue } from "../../../shown/shown-value.tsx";
import type { ResidentPart, Section } from "../section.ts";

export const household: Section = { key: "household", field: "household", place: "beside", Body: Household };

function Household({ resident }: { resident: ResidentPart }) {
  const { t } = useTranslation(["resident", "enums"]);
  const members = resident.part("household", "Household")?.parts("members", "Resident") ?? [];
  return (
    <ul className="members">
      {members.map((member) => (
        <li key={member.object.id}>
          {member.object.id === resident.object.id ? (
            <ShownValue of={member.field("name")} />
          ) : (
            <Link to={`/residents/${encodeURIComponent(member.object.id)}`}>
              <ShownValue of={member.field("name")} />
            </Link>
          )}
          <span className="members-more">
            <span>
              <ShownValue of={member.field("sex")} as={(sex) => t(`enums:Sex.${sex}`)} />
            </span>
            <span>
              <ShownValue of={member.field("birthOn")} as={(day) => t("page.age", { count: ageOn(day, Date.now()) })} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
