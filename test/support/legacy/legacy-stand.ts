import {
  type AnswerQuestion,
  type LegacyQuestion,
  type LegacyReply,
  serveLegacy,
} from "../../../seed/systems/legacy-server.ts";

/** What happens to an answer on its way; throwing hangs up. */
export type Spoil = (reply: LegacyReply, question: LegacyQuestion) => LegacyReply | Promise<LegacyReply>;

/** An old system of the demo on a socket of its own, which can be told to be slow, wrong or down. */
export interface LegacyStand {
  readonly url: string;
  /** What it was asked, oldest first. */
  readonly questions: readonly LegacyQuestion[];
  /** Every answer is spoilt, until `heal`. */
  spoil(how: Spoil): void;
  heal(): void;
  close(): Promise<void>;
}

export async function openLegacy(answer: AnswerQuestion): Promise<LegacyStand> {
  const questions: LegacyQuestion[] = [];
  let standing: Spoil | null = null;
  const server = await serveLegacy(async (question) => {
    questions.push(question);
    const reply = await answer(question);
    return standing === null ? reply : standing(reply, question);
  });
  return {
    url: server.url,
    questions,
    spoil(how) {
      standing = how;
    },
    heal() {
      standing = null;
    },
    close: server.close,
  };
}
