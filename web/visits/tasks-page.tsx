import "../styles/work.css";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { FollowUpsDocument, type FollowUpState } from "../generated/graphql.ts";
import type { Purpose } from "../graph/purpose.ts";
import { useLook } from "../graph/use-look.tsx";
import { ListState } from "../shown/list-state.tsx";
import { MoreButton } from "../shown/more-button.tsx";
import { PageHead } from "../shown/page-head.tsx";
import { TaskCard } from "./task-card.tsx";
import { AskWorkPurpose, useWorkPurpose } from "./work-purpose.tsx";

const STATES = ["OPEN", "OVERDUE", "DONE"] as const satisfies readonly FollowUpState[];

/** What those who visit have to do: what is past its day first, then today's, then the rest. */
export function TasksPage() {
  const { t } = useTranslation(["work", "enums"]);
  const { purpose, give } = useWorkPurpose();
  const [state, setState] = useState<FollowUpState>("OPEN");
  const [round, setRound] = useState(0);
  return (
    <div className="page work">
      <PageHead title={t("tasks.title")}>
        <p className="page-intro">{t("tasks.intro")}</p>
      </PageHead>
      {purpose === null ? (
        <AskWorkPurpose usual={t("purpose.visits")} onGive={give} />
      ) : (
        <>
          <div className="work-choice" role="group" aria-label={t("tasks.which")}>
            {STATES.map((one) => (
              <button
                key={one}
                type="button"
                className="work-choice-button"
                aria-pressed={one === state}
                onClick={() => {
                  setState(one);
                  setRound(round + 1);
                }}
              >
                {t(`enums:FollowUpState.${one}`)}
              </button>
            ))}
          </div>
          <TasksPart key={`${state} ${round}`} state={state} purpose={purpose} after={null} />
          <p className="work-elsewhere">
            <Link to="/counter">{t("tasks.findResident")}</Link>
          </p>
        </>
      )}
    </div>
  );
}

interface TasksPartParts {
  readonly state: FollowUpState;
  readonly purpose: Purpose;
  readonly after: string | null;
}

function TasksPart({ state, purpose, after }: TasksPartParts) {
  const { t } = useTranslation("work");
  const [next, setNext] = useState<string | null>(null);
  const request = useMemo(
    () => ({ document: FollowUpsDocument, variables: { state, after }, purpose }),
    [state, after, purpose],
  );
  const { looked } = useLook(request);
  const connection = looked?.data?.followUps;
  if (looked === null || looked.data === null || connection == null) {
    return <ListState looked={looked} root="followUps" />;
  }
  const tasks = looked.answer.at(looked.data, [], "Query").nodes("followUps", "FollowUp");
  if (tasks.length === 0 && after === null) return <p role="status">{t(`tasks.none.${state}`)}</p>;
  return (
    <>
      <ul className="cards">
        {tasks.map((task) => (
          <TaskCard key={task.object.id} task={task} purpose={purpose} />
        ))}
      </ul>
      {next === null ? (
        <MoreButton pageInfo={connection.pageInfo} onMore={setNext} />
      ) : (
        <TasksPart state={state} purpose={purpose} after={next} />
      )}
    </>
  );
}
