/** Calls the API over HTTP: the demo is a client like any other and knows nothing behind it. */
export class Api {
  constructor(private readonly url: string) {}

  post<Body>(path: string, body: object): Promise<Body> {
    return this.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  get<Body>(path: string): Promise<Body> {
    return this.call(path, {});
  }

  async text(path: string): Promise<string> {
    return (await this.fetch(path, {})).text();
  }

  private async call<Body>(path: string, init: RequestInit): Promise<Body> {
    // The caller says what the route's response is; the demo shows the API and does not check it.
    return (await (await this.fetch(path, init)).json()) as Body;
  }

  /** @throws Error with what the API said, unless it is a success. */
  private async fetch(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(this.url + path, init);
    if (response.ok) return response;
    throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status}: ${await response.text()}`);
  }
}

export interface DemoOrder {
  readonly order_id: string;
  readonly tracking_id: string;
  readonly total: number;
}

export interface DemoStop {
  readonly sequence: number;
  readonly order_id: string;
  readonly arrival_at: string;
  readonly leg_distance_km: number;
  readonly cumulative_distance_km: number;
}

export interface DemoRoute {
  readonly route_id: string;
  readonly sequence: readonly DemoStop[];
  readonly estimated_distance_km: number;
  readonly estimated_duration_seconds: number;
  readonly baseline?: { readonly nearest_neighbour_km: number | null; readonly given_order_km: number | null };
}

export interface Mail {
  readonly subject: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string };
}

/** Returns what the mailbox holds, text messages among it. */
export async function readMailbox(url: string): Promise<readonly Mail[]> {
  const response = await fetch(`${url}/store`);
  // So says the mailbox's own page, which reads the same list.
  return ((await response.json()) as { emails: Mail[] }).emails;
}
