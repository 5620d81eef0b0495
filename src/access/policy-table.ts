import { POLICY, PolicyRow, PUBLIC_ROUTES } from './policy';

/** The policy in force: by default the product's. Tests of the HTTP shell, whose controllers the product does not have, bring their own. */
export class Policy {
  constructor(
    private readonly rows: Readonly<Record<string, PolicyRow>> = POLICY,
    private readonly open: Readonly<Record<string, string>> = PUBLIC_ROUTES,
  ) {}

  /** Returns the row of a route such as `GET /orders/:order_id`. */
  row(route: string): PolicyRow | undefined {
    return Object.hasOwn(this.rows, route) ? this.rows[route] : undefined;
  }

  isPublic(route: string): boolean {
    return Object.hasOwn(this.open, route);
  }

  knows(route: string): boolean {
    return this.row(route) !== undefined || this.isPublic(route);
  }
}
