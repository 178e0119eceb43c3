const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A time of the API as the reader writes it; a dash where there is none. */
export const formatTime = (text: string | undefined) => (text ? TIME.format(new Date(text)) : "–");
