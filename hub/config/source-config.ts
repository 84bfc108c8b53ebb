import type { SourceSettings } from "../../subgraphs/shared/source/sources.ts";

/** Where the systems elsewhere are, and how patient to be with them. */
export interface SourceConfig extends SourceSettings {
  /** The folder into which the housing fund's nightly file is dropped; null: files come by `hub import` only. */
  readonly housingFundDrop: string | null;
}

/** The setting that holds the address of each source. */
const addressSettings = {
  TAXATION_URL: "taxation",
  MARKET_REGULATION_URL: "market-regulation",
  UTILITIES_WATER_URL: "utilities/water",
  UTILITIES_ELECTRICITY_URL: "utilities/electricity",
  UTILITIES_GAS_URL: "utilities/gas",
} as const;

type Values = Readonly<Partial<Record<keyof typeof addressSettings, string | undefined>>> & {
  readonly HOUSING_FUND_DROP?: string | undefined;
  readonly SOURCE_TIMEOUT_MS: number;
  readonly SOURCE_FRESH_SECONDS: number;
};

/** Puts the checked settings together. */
export function sourceConfigOf(values: Values): SourceConfig {
  const addresses = Object.entries(addressSettings).flatMap(([setting, source]) => {
    const address = values[setting as keyof typeof addressSettings];
    return address === undefined ? [] : [[source, address] as const];
  });
  return {
    addresses: new Map(addresses),
    timeoutMs: values.SOURCE_TIMEOUT_MS,
    freshMs: values.SOURCE_FRESH_SECONDS * 1000,
    housingFundDrop: values.HOUSING_FUND_DROP ?? null,
  };
}
