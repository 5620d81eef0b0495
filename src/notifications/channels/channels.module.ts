import { Module, Type } from '@nestjs/common';
import type { Channel } from './channel';
import { Channels } from './channels';
import { EmailChannel } from './email.channel';
import { SmsChannel } from './sms.channel';
import { WebhookChannel } from './webhook.channel';

/** Every channel: a new one is used once it stands here. */
const CHANNELS: readonly Type<Channel>[] = [EmailChannel, SmsChannel, WebhookChannel];

/** Makes every channel, and `Channels` of them all. */
@Module({
  providers: [
    ...CHANNELS,
    { provide: Channels, inject: [...CHANNELS], useFactory: (...channels: Channel[]) => new Channels(channels) },
  ],
  exports: [Channels],
})
export class ChannelsModule {}
