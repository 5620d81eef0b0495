import type { StageTemplate } from '../../infra/checks/template';
import type { HandlerName } from '../../infra/stages';
import { loadBundle } from '../support/bundle';
import { DeployedFunction, deployedFunction, deployedStage } from '../support/iam/deployed';
import { allowed, covers, spelled } from '../support/iam/grants';
import { Guard } from '../support/iam/guard';
import { usePlatform } from '../support/platform';
import { apiJourney } from './journeys/api';
import type { Journey } from './journeys/journey';
import { notificationsJourney } from './journeys/notifications';
import { orderIntakeJourney } from './journeys/order-intake';
import { plansJourney } from './journeys/plans';
import { streamJourney } from './journeys/stream';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

const JOURNEYS: Readonly<Record<HandlerName, (journey: Journey) => Promise<unknown>>> = {
  api: apiJourney,
  notifications: notificationsJourney,
  'order-intake': orderIntakeJourney,
  stream: streamJourney,
  plans: plansJourney,
};

const platform = usePlatform();
let template: StageTemplate;
beforeAll(() => {
  template = deployedStage();
});

describe.each(Object.keys(JOURNEYS) as HandlerName[])('the role of %s', (name) => {
  let deployed: DeployedFunction;
  let guard: Guard;
  let journey: Promise<unknown>;
  const travel = (): Promise<unknown> => {
    const load: Journey['load'] = (more) => loadBundle(name, { ...guard.environment, ...more });
    return JOURNEYS[name]({ guard, load, platform: platform.environment });
  };
  beforeAll(async () => {
    deployed = deployedFunction(template, name);
    guard = await Guard.start(deployed, platform.environment);
    journey = travel();
    await journey.catch(() => undefined);
  });
  afterAll(() => guard.stop());

  it('suffices for all that its bundle does', async () => {
    expect(guard.denied.map(spelled)).toEqual([]);
    await journey;
  });

  it('suffices for what Lambda does in its name', () => {
    expect(deployed.polling.filter((need) => !allowed(deployed.grants, need)).map(spelled)).toEqual([]);
  });

  it('holds nothing that could be taken away', () => {
    expect(guard.unused.map(spelled)).toEqual([]);
  });

  it('does not suffice with one grant less', async () => {
    const [first] = guard.used.filter(({ action }) => action !== READ_AT_BOOT);
    if (first === undefined) throw new Error('Nothing was asked for');
    guard.grants = deployed.grants.filter((grant) => !covers(grant, first));
    await expect(travel()).rejects.toThrow();
    expect(guard.denied).toContainEqual(first);
  });
});

/** A second journey of the same process does not ask for it again. */
const READ_AT_BOOT = 'secretsmanager:GetSecretValue';
