import { Platform, startPlatform } from '../../src/local/platform';
import { deleteTables, emptyTables, OTHER_STORE, uniqueStage } from './other-store';

/**
 * One embedded platform for the tests of a file, in memory of the file system only: call at the top level.
 * Tables, queues and mails are empty before each test. Its tables are elsewhere where DINEX_TEST_DYNAMODB_ENDPOINT says so.
 */
export function usePlatform(stage = 'local'): Pick<Platform, 'environment' | 'mailboxUrl' | 'clear'> {
  let platform: Platform | undefined;
  const running = (): Platform => {
    if (platform === undefined) throw new Error('The platform runs inside tests and their hooks only.');
    return platform;
  };
  const elsewhere = OTHER_STORE === undefined ? undefined : { endpoint: OTHER_STORE, stage: uniqueStage() };
  beforeAll(async () => {
    platform =
      elsewhere === undefined
        ? await startPlatform({ dataDir: null, stage })
        : await startPlatform({
            dataDir: null,
            stage: elsewhere.stage,
            endpoints: { AWS_ENDPOINT_URL_DYNAMODB: elsewhere.endpoint },
          });
  }, 120_000);
  beforeEach(async () => {
    running().clear();
    if (elsewhere !== undefined) await emptyTables(elsewhere.endpoint, elsewhere.stage);
  }, 120_000);
  afterAll(async () => {
    await platform?.stop();
    if (elsewhere !== undefined) await deleteTables(elsewhere.endpoint, elsewhere.stage);
  }, 120_000);
  return {
    get environment() {
      // Whatever the tables are called elsewhere: access control is off for the stage of a laptop alone.
      return { ...running().environment, STAGE: stage };
    },
    get mailboxUrl() {
      return running().mailboxUrl;
    },
    clear: () => {
      running().clear();
    },
  };
}
