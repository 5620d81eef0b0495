/** Lambda adds up to so many executions of a function each ten seconds (developer guide, "Lambda function scaling"). */
const RAMP_EXECUTIONS = 1_000;
const RAMP_SECONDS = 10;

/** The executions of one function. Its clock is the calls: one a second. */
export class Executions {
  private running: number;

  /** @param limit Executions that the function may have: its reservation or what the account leaves. */
  constructor(
    private readonly limit: number,
    warm = 0,
  ) {
    this.running = Math.min(warm, limit);
  }

  /** Executions that there are by now. */
  get count(): number {
    return this.running;
  }

  /** Returns how many of the calls of this second find an execution, each of which takes `seconds`. */
  serve(calls: number, seconds: number): number {
    const needed = calls * seconds;
    if (needed > this.running)
      this.running = Math.min(this.limit, needed, this.running + RAMP_EXECUTIONS / RAMP_SECONDS);
    return Math.min(calls, seconds === 0 ? calls : this.running / seconds);
  }
}
