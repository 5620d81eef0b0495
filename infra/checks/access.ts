import { TableId, tableName, tableVariable } from '../../src/database/tables';
import { resourceName } from '../../src/messaging/queues';
import { functionOf } from './functions';
import { statements } from './iam';
import { at, Check, named, ofType, referred, unless } from './template';

/** What says who may do what, and what is on record of it. */
const ACCESS_TABLES = ['shops', 'credentials', 'changes'] as const satisfies readonly TableId[];

/** The api alone asks who somebody is, and hashes what it records: no other function knows keys or the key of the hashes. */
const accessIsTheApis: Check = (template) => {
  const api = functionOf(template, 'api')?.[0];
  return ofType(template, 'AWS::Lambda::Function').flatMap(([id, fn]) => {
    const allowed = JSON.stringify(statements(template).filter(({ role }) => role === referred(fn.Role)));
    const told = (variable: string): boolean => at(fn, `Environment.Variables.${variable}`) !== undefined;
    const tables = ACCESS_TABLES.filter(
      (table) => told(tableVariable(table)) || allowed.includes(`table/${tableName(template.stage, table)}"`),
    );
    const known = [...tables, ...(told('PRIVACY_KEY_ARN') ? ['the privacy key'] : [])].join(', ');
    const due = id === api ? [...ACCESS_TABLES, 'the privacy key'].join(', ') : '';
    return unless(known === due, `${id} knows ${known || 'nothing'} of access, not ${due || 'nothing'}`);
  });
};

/** Operators' commands find it by this name (`src/config/operator-environment.ts`). */
const privacyKeyIsFound: Check = (template) => {
  const name = resourceName(template.stage, 'privacy');
  const told = at(functionOf(template, 'api')?.[1], 'Environment.Variables.PRIVACY_KEY_ARN');
  const [id] = named(template, 'AWS::SecretsManager::Secret', 'Name', name) ?? [];
  return unless(id !== undefined && referred(told) === id, `the privacy key is not called ${name}`);
};

const recordsOnlyAdded: Check = (template) =>
  statements(template)
    .filter(
      ({ grants, resources }) =>
        grants && JSON.stringify(resources).includes(`table/${tableName(template.stage, 'changes')}`),
    )
    .flatMap(({ id, actions }) =>
      actions
        .filter((action) => !['dynamodb:PutItem', 'dynamodb:Query'].includes(action) && action.startsWith('dynamodb:'))
        .map((action) => `${id} allows ${action} on records of changes`),
    );

export const ACCESS_CHECKS = { accessIsTheApis, privacyKeyIsFound, recordsOnlyAdded };
