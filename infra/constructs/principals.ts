import type { Deployment } from '../deployment';
import { gatewayKeysEnd, issuerVariables } from '../people';
import type { DinexFunction } from './dinex-function';
import type { SignIn } from './user-pool';

/** Tells the api whose tokens it takes, and for whom keys of the gateway stand while they still do. */
export function tellWhoIsWho(api: DinexFunction, deployment: Deployment, signIn: SignIn | undefined): void {
  const variables = { ...tokenVariables(deployment, signIn), ...gatewayKeyVariables(deployment) };
  for (const [name, value] of Object.entries(variables)) api.function.addEnvironment(name, value);
}

function tokenVariables({ config }: Deployment, signIn: SignIn | undefined): Readonly<Record<string, string>> {
  if (config.people.issuer !== undefined) return issuerVariables(config.people.issuer);
  return signIn === undefined ? {} : { AUTH_ISSUER: signIn.issuer, AUTH_AUDIENCES: signIn.audience };
}

function gatewayKeyVariables({ config, stage }: Deployment): Readonly<Record<string, string>> {
  const { gatewayKeys, apiKeyRequired } = config.api;
  if (gatewayKeys === undefined) return {};
  // Of a method that requires no key the gateway tells the function none, whatever was sent.
  if (apiKeyRequired !== true) throw new Error(`gatewayKeys of ${stage} are seen only with apiKeyRequired`);
  const entries = Object.entries(gatewayKeys.principals).map(([id, principal]) => `${id}=${principal}`);
  return { GATEWAY_KEYS: entries.join(','), GATEWAY_KEYS_UNTIL: gatewayKeysEnd(gatewayKeys) };
}
