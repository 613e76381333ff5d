using FaissNet.Cli;

return await FaissNetCommand.RunAsync(args, Terminal.ForProcess());
