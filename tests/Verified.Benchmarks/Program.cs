using Verified.Benchmarks;

return await BenchmarkTool.RunAsync(args, Console.Out, Console.Error);
