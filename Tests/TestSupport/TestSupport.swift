// Tiny documents, mock models, temporary workspaces.
