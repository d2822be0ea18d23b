export { CHUNK_BYTES } from '../../crypto/kernel/kernel.ts';

/** Bytes at the start of each chunk that say where its first frame begins. */
export const LEAD_BYTES = 2;

/** Chunks of a package at most: 256 GiB of payload, a table of 128 MiB. */
export const CHUNKS = 4_194_304;

/** Bytes of the text header at most, its last line feed included. */
export const HEADER_BYTES = 65_536;

/** Bytes of one line of a text header at most, without its line feed. */
export const LINE_BYTES = 1024;

/** `recipient` lines at most. */
export const RECIPIENTS = 64;

/** Files in a bag at most, without the bag's own four. */
export const ENTRIES = 200_000;

/** UTF-8 bytes of a path in a bag at most, and of one part between slashes. */
export const PATH_BYTES = 1024;
export const PATH_PART_BYTES = 255;

/** Bytes of bagit.txt and bag-info.txt at most. */
export const TAG_FILE_BYTES = 65_536;

/** What a payload may become when its frames are opened: this many times its bytes, and a base that lets small ones breathe. */
export const EXPANSION_FACTOR = 100;
export const EXPANSION_BASE = 16 * 1024 * 1024;
