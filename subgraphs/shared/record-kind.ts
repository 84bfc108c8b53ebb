/** What an entry of the access record can be about; nearly all of them are looks at people. */
export const recordKinds = [
  "LOOK",
  "LOG_READ",
  "LOG_EXPORT",
  "WITHHOLDING",
  "DUTY_JUDGEMENT",
  "ACCOUNT_CHANGE",
  "ACCOUNT_READ",
  "EMERGENCY",
  "OBJECTION",
  "REGISTER_ENTRY",
] as const;

export type RecordKind = (typeof recordKinds)[number];
