/** Output that is no frame: whether it may have changed what is on the screen, or only the modes of the terminal. */

/**
 * Sequences that draw nothing and leave the cursor where it is: OSC (title, clipboard), private modes but those of
 * the screen and the cursor (alternate screens, origin, wrap, margins), queries, and nothing.
 */
const harmless =
	/^(?:\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001bP[^\u001b]*\u001b\\|\u001b\[\?(?:1|9|1000|1002|1003|1004|1005|1006|1015|2004|2031)[hl]|\u001b\[[>=?]?\d*[cn]|\u001b\[[<>=?][\d;]*u|\u0007)*$/;

/** Whether the screen has to be painted anew once this has been written. */
export function mayChangeScreen(text: string): boolean {
	return !harmless.test(text);
}
