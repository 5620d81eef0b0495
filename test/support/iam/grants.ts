/** What a request needs: one action on one resource. */
export interface Need {
  readonly action: string;
  /** An ARN; for a text message the phone number. */
  readonly resource: string;
  /** The address that a mail is sent from. */
  readonly from?: string;
}

/** What a role has: one action on the resources that fit the pattern, or on all others. */
export interface Grant {
  readonly action: string;
  readonly pattern: string;
  readonly allBut: boolean;
  /** The one address that mails may be sent from. */
  readonly from?: string;
}

export const covers = ({ action, pattern, allBut, from }: Grant, need: Need): boolean =>
  action === need.action && fits(pattern, need.resource) !== allBut && (from === undefined || from === need.from);

export const allowed = (grants: readonly Grant[], need: Need): boolean => grants.some((grant) => covers(grant, need));

/** The grants without which every one of these needs would still be met. */
export function superfluous(grants: readonly Grant[], needs: readonly Need[]): Grant[] {
  const missed = (grant: Grant): boolean =>
    needs.some((need) => covers(grant, need) && !grants.some((other) => other !== grant && covers(other, need)));
  return grants.filter((grant) => !missed(grant));
}

export const spelled = (of: Need | Grant): string =>
  'pattern' in of ? `${of.action} on ${of.allBut ? 'all but ' : ''}${of.pattern}` : `${of.action} on ${of.resource}`;

/** IAM's own pattern: `*` is any text, slashes included. */
const fits = (pattern: string, resource: string): boolean =>
  new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`, 's').test(resource);

const literally = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
