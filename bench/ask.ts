/** One request, ready to be sent. */
export interface Ask {
  readonly token: string;
  readonly purpose: string;
  readonly body: string;
}

export function headersOf({ token, purpose }: Ask): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    accept: "application/json",
    "x-purpose": purpose,
  };
}

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly object[];
}

/** An answer and its size in bytes. */
export interface SizedAnswer extends Answer {
  readonly size: number;
}

/** Sends one GraphQL request, apart from any load. */
export async function ask(url: string, question: Ask): Promise<SizedAnswer> {
  const response = await fetch(url, { method: "POST", headers: headersOf(question), body: question.body });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  try {
    return { ...(JSON.parse(text) as Answer), size: bytes.length };
  } catch {
    throw new Error(`status ${response.status}: ${text.slice(0, 300)}`);
  }
}
