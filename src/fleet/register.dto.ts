import { ApiProperty } from '@nestjs/swagger';

export const INSTANT_OF_ENTRY = { format: 'date-time', example: '2026-11-21T15:04:05.123Z' } as const;
export const ENTRY_VERSION = { type: 'integer', example: 1, description: 'Also the ETag.' } as const;

/** What every page of the register says besides its entries. */
export class RegisterPageDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'For the `cursor` of the next page; `null` on the last.',
  })
  readonly next_cursor!: string | null;
}
