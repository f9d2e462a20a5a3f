using Platone.Testing;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 3)]
[assembly: AssemblyFixture(typeof(SharedFramework))]
