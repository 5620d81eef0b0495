import { CHECKS } from './checks';
import { ACCESS_FAULTS } from './checks/faults/access';
import { API_FAULTS } from './checks/faults/api';
import { DATA_FAULTS } from './checks/faults/data';
import { FUNCTIONS_FAULTS } from './checks/faults/functions';
import { IAM_FAULTS } from './checks/faults/iam';
import { MESSAGING_FAULTS } from './checks/faults/messaging';
import { OBSERVABILITY_FAULTS } from './checks/faults/observability';
import { PEOPLE_FAULTS } from './checks/faults/people';
import { actionsExist } from './checks/iam';
import { synthesize } from './checks/synthesize';
import type { StageTemplate } from './checks/template';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const FAULTS = [
  ...DATA_FAULTS,
  ...MESSAGING_FAULTS,
  ...FUNCTIONS_FAULTS,
  ...API_FAULTS,
  ...IAM_FAULTS,
  ...ACCESS_FAULTS,
  ...OBSERVABILITY_FAULTS,
  ...PEOPLE_FAULTS,
];

describe('a fault in the templates of prod', () => {
  const sound = JSON.stringify(synthesize('prod'));
  const copy = () => JSON.parse(sound) as StageTemplate;

  it.each(FAULTS)('$fault is found by $found', ({ found, mutate }) => {
    const template = copy();
    expect(CHECKS[found](template)).toEqual([]);
    mutate(template);
    expect(CHECKS[found](template)).not.toEqual([]);
  });

  it('is found by every check at least once', () => {
    expect(new Set(FAULTS.map(({ found }) => found))).toEqual(new Set(Object.keys(CHECKS)));
  });

  it('includes an action that AWS does not have', () => {
    expect(actionsExist((action) => action !== 'dynamodb:GetItem')(copy())).not.toEqual([]);
  });
});
