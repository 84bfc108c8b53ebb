/** What a promise comes to; once it has taken too long, what `late` gives or throws. The work itself goes on. */
export async function within<Answer, Late>(
  mostMs: number,
  answer: Promise<Answer>,
  late: () => Late,
): Promise<Answer | Late> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMs);
  });
  return Promise.race([answer, patience.then(late)]).finally(() => clearTimeout(timer));
}
