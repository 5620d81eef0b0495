/** Thrown where the API refuses what is asked, as it stands. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

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

  /** Returns the answer, or `undefined` where the request is refused for what it asks (409 or 422). */
  async tryPost<Body>(path: string, body: object): Promise<Body | undefined> {
    try {
      return await this.post<Body>(path, body);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  /** Sends a file as it is, of the given content type. */
  upload<Body>(path: string, contentType: string, file: string): Promise<Body> {
    return this.call(path, { method: 'POST', headers: { 'content-type': contentType }, body: file });
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
    const said = `${init.method ?? 'GET'} ${path}: ${response.status}: ${await response.text()}`;
    throw response.status === 409 || response.status === 422 ? new Refusal(said) : new Error(said);
  }
}

export interface DemoOrder {
  readonly order_id: string;
  readonly tracking_id: string;
  readonly reference?: string;
  readonly status: string;
  readonly version: number;
  readonly total: number;
  readonly service_day: string;
}

export interface DemoStop {
  readonly sequence: number;
  readonly order_id: string;
  readonly tracking_id: string;
  readonly state: string;
  readonly outcome?: string;
  readonly arrival_at: string;
  /** When the driver leaves it. */
  readonly departure_at: string;
  readonly leg_distance_km: number;
  readonly cumulative_distance_km: number;
}

export interface DemoRoute {
  readonly route_id: string;
  readonly driver_id: string;
  readonly status: string;
  readonly sequence: readonly DemoStop[];
  readonly estimated_distance_km: number;
  readonly estimated_duration_seconds: number;
  readonly baseline?: { readonly nearest_neighbour_km: number | null; readonly given_order_km: number | null };
}

export interface DemoPlan {
  readonly routes: readonly DemoRoute[];
  readonly unassigned: readonly { readonly order_id: string; readonly reason: string }[];
  readonly estimated_distance_km?: number;
  readonly baseline?: DemoRoute['baseline'];
}

export interface DemoScanned {
  readonly items: readonly { readonly tracking_id: string; readonly result: string; readonly status?: string }[];
}

export interface DemoDay {
  readonly awaiting_route: Readonly<Record<'due' | 'overdue', Readonly<Record<string, number>>>>;
  readonly routes: Readonly<Record<string, number>>;
  readonly stops: Readonly<Record<string, number>>;
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
