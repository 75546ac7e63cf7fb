/** Uid of a Conversation: the service that holds it, by its `service.name`, and its id there. */
export const conversationUid = (service: string, id: string) => `conv:${service}/${id}`;
