/** How many of something may be sent in a while. */
export interface Cap {
  /** Names what is counted and the while, as `sms#2026-11-27`. It holds no personal data in the clear. */
  readonly name: string;
  readonly most: number;
  /** How many days the count is kept: at least as long as the while lasts. */
  readonly keptDays: number;
}
