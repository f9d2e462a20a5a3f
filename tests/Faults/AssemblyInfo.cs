using Xunit.Sdk;
using Xunit.v3;

// Two frameworks are what the two cores of the smallest machine can restart again and again.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 2)]
