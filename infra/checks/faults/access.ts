import { at, list, ofType, Properties, StageTemplate } from '../template';
import { Fault, properties, variables } from './fault';

/** The statement that lets the api use a table. */
function useOf(template: StageTemplate, table: string): Properties {
  const found = ofType(template, 'AWS::IAM::Policy')
    .flatMap(([, policy]) => list(at(policy, 'PolicyDocument.Statement')) as Properties[])
    .find(({ Resource }) => JSON.stringify(Resource).includes(`table/dinex-prod-${table}"`));
  if (found === undefined) throw new Error(`Nobody may use ${table}`);
  return found;
}

export const ACCESS_FAULTS: readonly Fault[] = [
  {
    fault: 'a worker that knows keys',
    found: 'accessIsTheApis',
    mutate: (t) => (variables(t, 'stream').CREDENTIALS_TABLE = 'dinex-prod-credentials'),
  },
  {
    fault: 'hashes under the key of a laptop',
    found: 'accessIsTheApis',
    mutate: (t) => delete variables(t, 'api').PRIVACY_KEY_ARN,
  },
  {
    fault: 'commands that find no privacy key',
    found: 'privacyKeyIsFound',
    mutate: (t) => (properties(t, 'AWS::SecretsManager::Secret', 'Name', 'dinex-prod-privacy').Name = 'privacy'),
  },
  {
    fault: 'records of changes that can be deleted',
    found: 'recordsOnlyAdded',
    mutate: (t) => list(useOf(t, 'changes').Action).push('dynamodb:DeleteItem'),
  },
];
