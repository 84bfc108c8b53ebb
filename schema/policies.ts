/** Every policy that a rule may name, with one sentence on when it holds. */
export const policies = {
  purpose: "The viewer has said what the look is for (`x-purpose`).",
} as const;
