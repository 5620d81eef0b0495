export interface Mail {
  readonly subject: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text?: string; readonly html?: string };
}

/** What people received, text messages among it: their subject begins with `SMS`. */
export async function mailsIn(mailboxUrl: string): Promise<Mail[]> {
  const response = await fetch(`${mailboxUrl}/store`);
  return ((await response.json()) as { emails: Mail[] }).emails;
}
