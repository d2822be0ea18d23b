/** Largest volume for common media, bytes; media makers count in decimals. A volume is a file, and FAT32 has none of 4 GiB. */
export const volumeSizes = { fat32: 4_294_967_295, dvd: 4_300_000_000, cd: 650_000_000 } as const;
