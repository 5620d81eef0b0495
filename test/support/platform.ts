import { Platform, startPlatform } from '../../src/local/platform';

/**
 * One embedded platform for the tests of a file, in memory of the file system only: call at the top level.
 * Tables, queues and mails are empty before each test.
 */
export function usePlatform(stage = 'test'): Pick<Platform, 'environment' | 'mailboxUrl' | 'clear'> {
  let platform: Platform | undefined;
  const running = (): Platform => {
    if (platform === undefined) throw new Error('The platform runs inside tests and their hooks only.');
    return platform;
  };
  beforeAll(async () => {
    platform = await startPlatform({ dataDir: null, stage });
  });
  beforeEach(() => {
    running().clear();
  });
  afterAll(async () => {
    await platform?.stop();
  });
  return {
    get environment() {
      return running().environment;
    },
    get mailboxUrl() {
      return running().mailboxUrl;
    },
    clear: () => {
      running().clear();
    },
  };
}
