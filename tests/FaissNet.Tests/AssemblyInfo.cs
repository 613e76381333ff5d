// The count of live native objects belongs to the process; tests that compare it cannot run beside others that make objects.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
